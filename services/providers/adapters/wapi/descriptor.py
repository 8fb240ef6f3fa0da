"""x"""

from services.providers.adapters.wapi import parser
from services.providers.base import Descriptor

DESCRIPTOR = Descriptor(
    kind="wapi", display_name="W-API", capabilities=frozenset(), credentials=(), match=parser.match, parse=parser.parse
)
