"""Secrets and signatures."""

import base64
import datetime as dt

import pytest
from cryptography.fernet import Fernet
from standardwebhooks import Webhook, WebhookVerificationError

from app.webhooks.signing import SecretBox, UnreadableSecretError, new_secret, signed_headers

BODY = '{"test": 2432232314}'


def test_a_signature_is_that_of_the_specification() -> None:
    at = dt.datetime.fromtimestamp(1_614_265_330, dt.timezone(dt.timedelta(hours=1)))

    headers = signed_headers(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", at, BODY)

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_each_secret_signs() -> None:
    secrets = [new_secret(), new_secret()]

    headers = signed_headers(secrets, "1", dt.datetime.now(dt.UTC), BODY)

    assert [Webhook(secret).verify(BODY, headers) for secret in secrets] == [{"test": 2432232314}] * 2
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


def test_a_secret_is_of_the_specified_form() -> None:
    first, second = new_secret(), new_secret()

    assert first.startswith("whsec_")
    assert len(base64.b64decode(first.removeprefix("whsec_"), validate=True)) == 32
    assert first != second


def test_a_sealed_secret_tells_nothing_and_opens_again() -> None:
    secret, key = new_secret(), Fernet.generate_key().decode()

    stored = SecretBox([key]).seal(secret)

    assert secret.removeprefix("whsec_") not in stored
    assert SecretBox([key]).open(stored) == secret


def test_a_key_is_replaced_by_one_before_it() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    secret = new_secret()
    sealed_before, sealed_after = SecretBox([old]).seal(secret), SecretBox([new, old]).seal(secret)

    assert SecretBox([new, old]).open(sealed_before) == secret
    assert SecretBox([new]).open(sealed_after) == secret


@pytest.mark.parametrize("keys", [[], [Fernet.generate_key().decode()]])
def test_a_secret_sealed_with_a_lost_key_does_not_open(keys: list[str]) -> None:
    stored = SecretBox([Fernet.generate_key().decode()]).seal(new_secret())

    with pytest.raises(UnreadableSecretError):
        SecretBox(keys).open(stored)


def test_a_secret_stored_before_there_was_a_key_opens_still() -> None:
    secret = new_secret()
    stored = SecretBox([]).seal(secret)

    assert SecretBox([Fernet.generate_key().decode()]).open(stored) == secret
