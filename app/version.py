"""The version, under the name that the services are given."""

from app import __version__

VERSION = __version__
