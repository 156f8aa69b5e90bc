"""What the ledger remembers: people, documents, entries, projects, and the journal of all that was done."""

from taizhang.ledger.models.documents import (
    Decision,
    Edition,
    EditionFile,
    EditionState,
    Ledger,
    LedgerState,
    StoredFile,
)
from taizhang.ledger.models.entries import (
    Attachment,
    Comment,
    Entry,
    EntryFigure,
    Evidence,
    Instruction,
    Milestone,
    OfficialStatus,
    Origin,
    Support,
)
from taizhang.ledger.models.journal import Event, Head
from taizhang.ledger.models.people import Membership, Role, User
from taizhang.ledger.models.projects import Project, ProjectStage

__all__ = [
    "Attachment",
    "Comment",
    "Decision",
    "Edition",
    "EditionFile",
    "EditionState",
    "Entry",
    "EntryFigure",
    "Event",
    "Evidence",
    "Head",
    "Instruction",
    "Ledger",
    "LedgerState",
    "Membership",
    "Milestone",
    "OfficialStatus",
    "Origin",
    "Project",
    "ProjectStage",
    "Role",
    "StoredFile",
    "Support",
    "User",
]
