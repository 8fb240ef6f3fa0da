"""What each instance can do: what its provider can, less its plan, less what its own server turned out to lack."""

from collections.abc import Mapping

import msgspec

from services.domain.capabilities import Capability
from services.domain.ids import InstanceId
from services.domain.models import InstanceView
from services.providers.base import Descriptor


class Means:
    """Learned anew with each session; what nobody has told of yet is given the benefit of the doubt."""

    def __init__(self, descriptors: Mapping[str, Descriptor]) -> None:
        self._descriptors = descriptors
        self._lacking: dict[InstanceId, frozenset[Capability]] = {}

    def learn(self, instance: InstanceId, lacking: frozenset[Capability]) -> bool:
        """Its server told what it lacks; True where that is news."""
        before = self._lacking.get(instance, frozenset())
        self._lacking[instance] = lacking
        return lacking != before

    def forget(self, instance: InstanceId) -> None:
        """It is gone, or may live on another server now."""
        self._lacking.pop(instance, None)

    def of(self, view: InstanceView) -> frozenset[Capability]:
        """The capabilities of an instance; none where its provider is not known."""
        descriptor = self.descriptor(view)
        return descriptor.capabilities if descriptor is not None else frozenset()

    def descriptor(self, view: InstanceView) -> Descriptor | None:
        """The provider's descriptor with the capabilities of this very instance."""
        found = self._descriptors.get(view.provider)
        if found is None:
            return None
        lacking = found.lacking(view.name) if found.lacking is not None else frozenset()
        lacking |= self._lacking.get(view.id, frozenset())
        return msgspec.structs.replace(found, capabilities=found.capabilities - lacking) if lacking else found
