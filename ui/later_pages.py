"""The pages that few go to every day: imported and built when somebody goes there."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from services.api import Services
from services.api.numbers import ProviderView
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from ui import zoom
from ui.bridge import Bridge
from ui.formats import Clock
from ui.pages import PageAt
from ui.tasks import Crossing
from ui.theme import Look

if TYPE_CHECKING:
    from ui.contacts.page import ContactsPage
    from ui.instances.diagnosis_page import DiagnosisPage
    from ui.main_window import MainWindow
    from ui.webhooks.delivery_log import DeliveryLog
    from ui.webhooks.editor import WebhookEditor
    from ui.webhooks.server_page import ServerPage


class LaterPages:
    """Of one window. Asking for a page the first time builds it, connects it and puts it in its place."""

    def __init__(
        self, window: "MainWindow", services: Services, bridge: Bridge, crossing: Crossing, look: Look, clock: Clock
    ) -> None:
        self._window, self._clock = window, clock
        self._services, self._bridge, self._crossing, self._look = services, bridge, crossing, look
        self._instances: Mapping[InstanceId, InstanceView] = {}
        self._providers: Mapping[str, ProviderView] = {}
        self._deliveries_offered = True

    def set_instances(
        self, instances: Mapping[InstanceId, InstanceView], providers: Mapping[str, ProviderView]
    ) -> None:
        """The numbers there are now, for the pages that show them."""
        self._instances, self._providers = instances, providers
        if "contacts" in self.__dict__:
            self.contacts.set_instances(instances)
        if "deliveries" in self.__dict__:
            self.deliveries.set_instances(instances, providers)

    def offer_deliveries(self, on: bool) -> None:
        """Whether the way to what gateways posted is shown."""
        self._deliveries_offered = on
        if "webhook" in self.__dict__:
            self.webhook.deliveries_button.setVisible(on)

    @cached_property
    def contacts(self) -> "ContactsPage":
        """Everybody one can write to."""
        from ui.contacts.page import ContactsPage

        page = ContactsPage(self._services, self._bridge, self._crossing, self._look, self._clock)
        page.chat_requested.connect(self._window.open_chat)
        page.told.connect(self._window.board.put)
        page.failed.connect(self._window.board.take_error)
        page.set_instances(self._instances)
        keymap = self._window.keymap
        keymap.changed.connect(lambda: page.show_key(keymap.hint("go.new")))
        page.show_key(keymap.hint("go.new"))
        self._take_in(PageAt.CONTACTS, page)
        return page

    @cached_property
    def deliveries(self) -> "DeliveryLog":
        """What the gateways posted."""
        from ui.webhooks.delivery_log import DeliveryLog

        page = DeliveryLog(self._services, self._bridge, self._crossing, self._look, self._clock)
        page.failed.connect(self._window.board.take_error)
        page.set_instances(self._instances, self._providers)
        self._take_in(PageAt.DELIVERIES, page)
        return page

    @cached_property
    def webhook(self) -> "WebhookEditor":
        """A number's webhook."""
        from ui.webhooks.editor import WebhookEditor

        page = WebhookEditor(self._services, self._bridge, self._crossing, self._look)
        page.deliveries_requested.connect(self._window.show_deliveries)
        page.deliveries_button.setVisible(self._deliveries_offered)
        page.address_requested.connect(self._window.show_server)
        self._put_beside_numbers(page)
        return page

    @cached_property
    def server(self) -> "ServerPage":
        """The public address."""
        from ui.webhooks.server_page import ServerPage

        page = ServerPage(self._services, self._bridge, self._crossing, self._look)
        self._put_beside_numbers(page)
        return page

    @cached_property
    def diagnosis(self) -> "DiagnosisPage":
        """What is wrong, and what to do."""
        from ui.instances.diagnosis_page import DiagnosisPage

        page = DiagnosisPage(self._services, self._bridge, self._crossing, self._look)
        self._put_beside_numbers(page)
        return page

    def _put_beside_numbers(self, page: "WebhookEditor | ServerPage | DiagnosisPage") -> None:
        numbers = self._window.numbers
        page.closed.connect(numbers.show_current)
        numbers.add_page(page)
        zoom.fit(page)

    def _take_in(self, at: PageAt, page: QWidget) -> None:
        zoom.fit(page)
        pages = self._window.pages
        stand_in = pages.widget(at)
        pages.insertWidget(at, page)
        if stand_in is not None:
            pages.removeWidget(stand_in)
            stand_in.deleteLater()
