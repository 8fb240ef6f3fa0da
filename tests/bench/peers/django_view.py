"""A Django view with models and one ``atomic()`` per webhook, for gunicorn."""

import hashlib
import hmac
import json
import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

settings.configure(
    SECRET_KEY="only for the benchmark",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["PEER_DATABASE"],
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 30,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
            },
        }
    },
)
django.setup()

from django.db import connection, models, transaction  # noqa: E402 - models need the settings above
from django.db.models import F  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402
from django.views.decorators.http import require_http_methods  # noqa: E402


class Event(models.Model):
    """The raw webhook."""

    received_at = models.DateTimeField(auto_now_add=True)
    body = models.BinaryField()

    class Meta:
        app_label = "peer"


class Contact(models.Model):
    """A person."""

    jid = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=200)

    class Meta:
        app_label = "peer"


class Chat(models.Model):
    """A conversation."""

    contact = models.OneToOneField(Contact, on_delete=models.CASCADE)
    last_at = models.BigIntegerField(default=0)
    preview = models.TextField(default="")
    unread = models.IntegerField(default=0)

    class Meta:
        app_label = "peer"


class Message(models.Model):
    """A message."""

    chat = models.ForeignKey(Chat, on_delete=models.CASCADE)
    message_id = models.CharField(max_length=100, unique=True)
    from_me = models.BooleanField()
    text = models.TextField()
    sent_at = models.BigIntegerField()

    class Meta:
        app_label = "peer"


@csrf_exempt
@require_http_methods(["POST"])
def webhook(request: HttpRequest) -> JsonResponse:
    """Check, read, store, answer."""
    expected = hmac.new(os.environ["PEER_SECRET"].encode(), request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.headers.get("X-Signature", ""), expected):
        return JsonResponse({"status": "error"}, status=401)
    data = json.loads(request.body)["data"]
    text, at = data["message"]["conversation"], data["messageTimestamp"]
    with transaction.atomic():
        Event.objects.create(body=request.body)
        contact, _ = Contact.objects.get_or_create(jid=data["key"]["remoteJid"], defaults={"name": data["pushName"]})
        chat, _ = Chat.objects.get_or_create(contact=contact)
        _, new = Message.objects.get_or_create(
            message_id=data["key"]["id"],
            defaults={"chat": chat, "from_me": data["key"]["fromMe"], "text": text, "sent_at": at},
        )
        if new:
            Chat.objects.filter(pk=chat.pk).update(last_at=at, preview=text, unread=F("unread") + 1)
    return JsonResponse({"status": "success"})


urlpatterns = [path("webhook", webhook)]


def from_environment() -> WSGIHandler:
    """For gunicorn: the tables, then the application."""
    tables = connection.introspection.table_names()
    with connection.schema_editor() as editor:
        for model in (Event, Contact, Chat, Message):
            if model._meta.db_table not in tables:
                editor.create_model(model)
    connection.close()
    return WSGIHandler()
