"""The whole of the services on free ports, with numbers on fake gateways: for tests of the diagnosis."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.container import Running, open_services
from services.api.numbers import NewInstance
from services.core.clock import SystemClock
from services.core.paths import Paths
from services.domain.ids import InstanceId
from services.domain.models import DiagnosisStep, InstanceView, StepStatus
from services.settings.secrets import Secrets
from services.settings.store import Store


class Keyring:
    """A computer's keyring that can be shut."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.locked = False

    def _check(self) -> None:
        if self.locked:
            raise RuntimeError("locked")

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.values.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.values[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        self.values.pop(username, None)


class Clinic:
    def __init__(self, running: Running, paths: Paths, settings: Store, secrets: Secrets, keyring: Keyring) -> None:
        self.running, self.paths, self.settings, self.secrets, self.keyring = running, paths, settings, secrets, keyring
        self.services = running.services
        self.doctor = running.services.diagnosis._doctor
        self.doctor._arrival_s = 1.0

    async def add(self, provider: str, url: str, key: str = "chave-inventada", name: str = "padaria-sol") -> InstanceView:
        return await self.services.instances.create(
            NewInstance(provider=provider, name=name, base_url=url, secrets={"api_key": key} if key else {})
        )

    async def steps(self, instance: InstanceView | None = None) -> dict[str, DiagnosisStep]:
        found = await self.services.diagnosis.run(None if instance is None else InstanceId(instance.id))
        return {step.step: step for step in found}

    async def until(self, what: Callable[[], bool | Awaitable[bool]], seconds: float = 10.0) -> None:
        async with asyncio.timeout(seconds):
            while True:
                held = what()
                if await held if not isinstance(held, bool) else held:
                    return
                await asyncio.sleep(0.02)

    async def connected(self, instance: InstanceView) -> None:
        async def is_connected() -> bool:
            return (await self.services.instances.get(instance.id)).state.value == "connected"

        await self.until(is_connected)

    def set(self, key: str, value: Any) -> None:
        self.settings.set(key, value)


@asynccontextmanager
async def clinic(tmp_path: Path, **open_with: Any) -> AsyncIterator[Clinic]:
    paths = Paths(tmp_path / "data")
    paths.create()
    keyring = open_with.pop("keyring", None) or Keyring()
    secrets = Secrets(paths.secrets, paths.digest, open_keyring=lambda: keyring, timeout_s=5, ask_again_s=0.0)
    settings = Store(paths.settings, environment={})
    for key, value in open_with.pop("settings", {}).items():
        settings.set(key, value)
    ports = {"hooks_port": 0, "api_port": 0, **open_with}
    async with open_services(paths, settings, secrets, clock=SystemClock(), **ports) as running:
        yield Clinic(running, paths, settings, secrets, keyring)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def server(handler: Handler, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Something that answers every request in one way; its base URL."""
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def certificate(
    folder: Path, *, expired: bool = False, host: str = "127.0.0.1", issuer: bool = False
) -> tuple[ssl.SSLContext, Path]:
    """A server's TLS and the file of who signed it: itself, or with ``issuer`` an authority of our making."""
    now = datetime.datetime.now(datetime.UTC)
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Autoridade Inventada")])
    leaf_key = ec.generate_private_key(ec.SECP256R1()) if issuer else authority_key
    leaf_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])

    def build(subject: x509.Name, by: x509.Name, key: Any, *, authority: bool) -> x509.Certificate:
        until = now - datetime.timedelta(days=1) if expired and not authority else now + datetime.timedelta(days=30)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(by)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=60))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if authority:
            # newer Pythons insist on it
            usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
            builder = builder.add_extension(usage, critical=True)
        if not authority or not issuer:
            try:
                names: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(host))
            except ValueError:
                names = x509.DNSName(host)
            builder = builder.add_extension(x509.SubjectAlternativeName([names]), critical=False)
        return builder.sign(authority_key, hashes.SHA256())

    root = build(authority_name, authority_name, authority_key, authority=True)
    leaf = build(leaf_name, authority_name, leaf_key, authority=False) if issuer else root
    chain, key_file, root_file = folder / "chain.pem", folder / "key.pem", folder / "root.pem"
    chain.write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    root_file.write_bytes(root.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key_file)
    return context, root_file


def failures(steps: dict[str, DiagnosisStep]) -> dict[str, str | None]:
    """What is not right, by step."""
    return {name: step.cause for name, step in steps.items() if step.status in (StepStatus.FAIL, StepStatus.WARN)}
