"""The project's settings with one page: what is tested here are processes, not pages."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.embedded.small_urls"
STATICFILES_DIRS = []
