// The keyboard on the review page. Everything it does a pointer can do too: it presses what is there.

const page = () => document.getElementById("review");
const panel = () => document.getElementById("panel");
const starts = () => [...document.querySelectorAll(".run[data-at]")];
const chosen = () => document.querySelector(".run.here[data-at]");

function isTyping(target) {
  return target.closest("input, select, textarea, dialog") !== null;
}

function mark(run) {
  document.querySelectorAll(".run.here").forEach((old) => old.classList.remove("here"));
  if (run) run.classList.add("here");
}

function walk(step) {
  const all = starts();
  const at = all.indexOf(chosen());
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  mark(next);
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
  next.click();
}

function press(key) {
  const found = panel().querySelector(`[data-key="${key}"]`);
  if (!found) return false;
  if (found.matches("details")) {
    found.open = true;
    found.querySelector("input:not([type=hidden])").focus();
  } else if (found.matches("input")) {
    found.focus();
    found.select?.();
  } else if (key === "s") {
    found.focus();
  } else {
    found.click();
  }
  return true;
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  u: () => document.getElementById("undo")?.click(),
  "?": () => document.getElementById("keys").showModal(),
  Escape: () => panel().querySelector("[data-close]")?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && isTyping(event.target)) {
    event.target.blur();
    return;
  }
  if (isTyping(event.target)) return;
  if (event.key in keys) {
    keys[event.key]();
    event.preventDefault();
  } else if (/^[1-5smtdf]$/.test(event.key) && press(event.key)) {
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const run = event.target.closest(".run");
  if (run) mark(run.dataset.at ? run : starts().findLast((start) => start.compareDocumentPosition(run) & Node.DOCUMENT_POSITION_FOLLOWING));
  const close = event.target.closest("[data-close]");
  if (close) {
    event.preventDefault();
    mark(null);
    panel().classList.add("is-empty");
    panel().replaceChildren();
  }
});

// After a change the cursor stands where it stood, and the page does not jump.
let kept = 0;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target === page()) kept = window.scrollY;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "review" && event.target.id !== "review") return;
  window.scrollTo(0, kept);
  chosen()?.focus({ preventScroll: true });
});
