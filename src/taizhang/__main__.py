"""``python -m taizhang`` is the command ``taizhang``."""

import sys

from taizhang.cli import main

sys.exit(main())
