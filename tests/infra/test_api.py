"""The HTTP API: throttled, logged, and everything goes to one function."""

import json

from aws_cdk.assertions import Match

from tests.fixtures.synthesised import Synthesised


def test_the_api_is_throttled(plain: Synthesised) -> None:
    plain.template.has_resource_properties(
        "AWS::ApiGatewayV2::Stage",
        {
            "StageName": "$default",
            "AutoDeploy": True,
            "DefaultRouteSettings": {"ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100},
        },
    )


def test_access_is_logged_without_paths_and_addresses(plain: Synthesised) -> None:
    (stage,) = plain.resources("AWS::ApiGatewayV2::Stage").values()
    logged = json.loads(stage["AccessLogSettings"]["Format"])

    assert {"status", "latencyMs", "requestId"} <= logged.keys()
    for private in ("path", "sourceIp", "userAgent"):
        assert private not in json.dumps(logged)


def test_every_request_goes_to_the_front_door(plain: Synthesised) -> None:
    plain.template.resource_count_is("AWS::ApiGatewayV2::Route", 1)
    plain.template.has_resource_properties("AWS::ApiGatewayV2::Route", {"RouteKey": "$default"})
    plain.template.has_resource_properties(
        "AWS::ApiGatewayV2::Integration",
        {"PayloadFormatVersion": "2.0", "IntegrationUri": Match.any_value()},
    )


def test_the_address_is_an_output(plain: Synthesised) -> None:
    plain.template.has_output("Url", {"Value": Match.any_value()})
