"""Where the list's rows come from, and what is said above them of those that may be missing."""

from collections.abc import Coroutine, Mapping

from services.api import Services
from services.domain.desk import Listing
from services.domain.ids import InstanceId
from services.domain.models import ChatFilter, ChatView, InstanceView, Page
from ui.messages import gap_words

# the first page is on the screen soonest when it is small
PAGE, NEXT_PAGE = 50, 200
GAP_SHOWN_S = 7 * 86_400


def page_of(
    services: Services, listing: Listing, which: ChatFilter, cursor: str | None
) -> Coroutine[object, object, Page[ChatView]]:
    """A page of the conversations that a listing shows, the first one without a ``cursor``."""
    if cursor is None and listing == Listing(which=which) and which is not ChatFilter.MINE:
        # so that it can be answered before the services are open
        return services.chats.page(which=which, limit=PAGE)
    return services.workflow.list(listing, cursor=cursor, limit=NEXT_PAGE if cursor else PAGE)


def newest_gap(instances: Mapping[InstanceId, InstanceView], now_s: float) -> str:
    """The newest time, with its dates, of which messages may be missing for good; "" for none of these days."""
    fresh = (now_s - GAP_SHOWN_S) * 1000
    gaps = [(gap, view.label) for view in instances.values() for gap in view.gaps if gap.to_ms >= fresh]
    if not gaps:
        return ""
    gap, label = max(gaps, key=lambda found: found[0].to_ms)
    return f"{gap_words(gap, dated=True)} ({label})"
