"""The exceptions of taizhang, each with a code that is never used again.

::

    TaizhangError
    ├── InputError            a file cannot be read                      exit code 2
    │   ├── FileMissing       E101
    │   ├── FileEmpty         E102
    │   ├── FileTooLarge      E103
    │   ├── FormatUnknown     E104
    │   ├── FormatUnsupported E105   .odt, .jpg, .xlsx …: says what to do
    │   ├── TextUndecodable   E106
    │   ├── NotText           E107   binary behind a text suffix
    │   ├── DocumentBroken    E108   truncated or not what the suffix says
    │   ├── DocumentSuspect   E109   zip bomb, entity expansion, path traversal
    │   ├── PasswordNeeded    E110
    │   ├── ScanOnly          E111   pages are pictures: no text layer
    │   ├── TextGarbled       E112   a PDF whose character maps are wrong
    │   ├── TooManyPages      E113
    │   ├── ConversionFailed  E115   an old document that LibreOffice cannot open
    │   ├── CompilingFailed   E116   a report of a corpus on which the program itself failed
    │   └── ColumnMissing     E117   a table of reports without a column that it needs
    ├── OutputError           E201   a result cannot be written
    │   ├── PdfUnmade         E202   LibreOffice is missing or gave no PDF
    │   ├── OutputTaken       E203   what stands at the output is of something else
    │   └── WorkerLost        E204   a worker of a corpus was ended from outside
    ├── UsageError            E301   arguments that do not go together
    ├── ExtraMissing          E303   a part of the program that is installed apart
    ├── SettingError          E302   a settings file is wrong
    ├── RuleError             E401   a row of ``rules/`` is broken
    ├── ActionRefused         E501   the actor may not do this
    ├── ThingMissing          E502   there is none, or the actor may not know of it
    ├── EditConflict          E503   somebody else changed it meanwhile
    ├── FieldsWrong           E504   a form's fields, each with what is wrong with it
    └── StepTooEarly          E505   what has to be done first is not

Bad *content* of a report is never an exception but a finding. An error says what is wrong, where
(``where``: file and row, or a place in a line), and what to do next, in Chinese or English, in one line:
``FileEmpty("报告.txt").line("zh")`` is ``E102 报告.txt：文件里没有文字。请核对是否选对了文件。``
"""

from __future__ import annotations

from taizhang.errors.actions import ActionRefused, EditConflict, FieldsWrong, StepTooEarly, ThingMissing
from taizhang.errors.base import (
    Said,
    TaizhangError,
    Templates,
    describe_os_error,
)
from taizhang.errors.inputs import (
    ColumnMissing,
    CompilingFailed,
    ConversionFailed,
    DocumentBroken,
    DocumentSuspect,
    FileEmpty,
    FileMissing,
    FileTooLarge,
    FormatUnknown,
    FormatUnsupported,
    InputError,
    NotText,
    PasswordNeeded,
    ScanOnly,
    TextGarbled,
    TextUndecodable,
    TooManyPages,
)
from taizhang.errors.outputs import (
    OutputError,
    OutputTaken,
    PdfUnmade,
    WorkerLost,
)
from taizhang.errors.usage import (
    ExtraMissing,
    RuleError,
    SettingError,
    UsageError,
)

__all__ = [
    "ActionRefused",
    "ColumnMissing",
    "CompilingFailed",
    "ConversionFailed",
    "DocumentBroken",
    "DocumentSuspect",
    "EditConflict",
    "ExtraMissing",
    "FieldsWrong",
    "FileEmpty",
    "FileMissing",
    "FileTooLarge",
    "FormatUnknown",
    "FormatUnsupported",
    "InputError",
    "NotText",
    "OutputError",
    "OutputTaken",
    "PasswordNeeded",
    "PdfUnmade",
    "RuleError",
    "Said",
    "ScanOnly",
    "SettingError",
    "StepTooEarly",
    "TaizhangError",
    "Templates",
    "TextGarbled",
    "TextUndecodable",
    "ThingMissing",
    "TooManyPages",
    "UsageError",
    "WorkerLost",
    "describe_os_error",
]
