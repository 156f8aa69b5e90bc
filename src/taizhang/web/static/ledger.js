// Many entries at once: shift takes all between, j k x walk and tick, the strip says how many. All of it goes by pointer too.

const boxes = () => [...document.querySelectorAll('.tick input[type="checkbox"]')];
const strip = document.querySelector("[data-ticked]");
let last = null;

function tell() {
  const count = boxes().filter((box) => box.checked).length;
  strip.textContent = count ? `${strip.dataset.words} ${count}` : "";
}

function walk(step) {
  const all = boxes();
  const at = all.indexOf(document.activeElement);
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "center" });
}

document.addEventListener("click", (event) => {
  const pick = event.target.closest("[data-pick]");
  if (pick) {
    event.preventDefault();
    boxes().forEach((box) => { box.checked = pick.dataset.pick === "all"; });
  }
  if (event.target.matches('.tick input[type="checkbox"]')) {
    const all = boxes();
    if (event.shiftKey && last) {
      const [low, high] = [all.indexOf(last), all.indexOf(event.target)].sort((a, b) => a - b);
      all.slice(low, high + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    last = event.target;
  }
  tell();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input:not([type="checkbox"]), select, textarea')) return;
  if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x" && document.activeElement.matches('.tick input[type="checkbox"]')) document.activeElement.click();
  else if (event.key === "a" && boxes().some((box) => box.checked)) document.getElementById("bulk-lead").focus();
  else return;
  event.preventDefault();
});

tell();
