"""The OpenAPI document is kept: what it allows is answered, what it forbids is refused, every answer has its shape."""

from __future__ import annotations

from typing import Any

import hypothesis
import pytest
import schemathesis
from fastapi.testclient import TestClient
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.settings import Settings
from tests.api.test_views import ALL, store_of

SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", create_app(store_of(ALL), Settings(token="sesame")))


@pytest.mark.slow
@SCHEMA.parametrize()
@hypothesis.settings(max_examples=20, deadline=None, suppress_health_check=list(hypothesis.HealthCheck))
def test_every_operation_keeps_the_document(case: Any) -> None:
    # A batch is a JSON document inside a string, which no schema can describe: what is no JSON is refused.
    excluded = [positive_data_acceptance] if case.path == "/reconcile" else []
    case.call_and_validate(headers={"Authorization": "Bearer sesame"}, excluded_checks=excluded)


def test_every_operation_has_a_summary_and_every_parameter_a_description(ensemble_client: TestClient) -> None:
    document = ensemble_client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], (method, path)
            assert operation["description"], (method, path)
            for parameter in operation.get("parameters", ()):
                said = parameter.get("description") or parameter["schema"].get("description")
                assert said, (method, path, parameter["name"])
