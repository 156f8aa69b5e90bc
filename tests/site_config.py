"""The site's settings for tests: data in a folder of their own, jobs done at once, passwords hashed quickly."""

import atexit
import os
import shutil
import tempfile

if "TAIZHANG_DATA" not in os.environ:
    os.environ["TAIZHANG_DATA"] = tempfile.mkdtemp(prefix="taizhang-tests-")
    atexit.register(shutil.rmtree, os.environ["TAIZHANG_DATA"], True)

from taizhang.web.config import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
os.makedirs(STATIC_ROOT, exist_ok=True)  # noqa: F405, PTH103 - whitenoise warns where there is none
