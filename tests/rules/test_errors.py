import pytest

from shop_rules import errors

BY_STATUS = {
    400: ("malformed", "Malformed request"),
    401: ("unauthenticated", "Authentication required"),
    403: ("forbidden", "Forbidden"),
    404: ("not-found", "Not found"),
    405: ("method-not-allowed", "Method not allowed"),
    408: ("request-timeout", "Request timeout"),
    409: ("conflict", "Conflict"),
    412: ("precondition-failed", "Precondition failed"),
    413: ("too-large", "Content too large"),
    415: ("unsupported-media-type", "Unsupported media type"),
    422: ("invalid", "Invalid content"),
    428: ("precondition-required", "Precondition required"),
    429: ("too-many-requests", "Too many requests"),
    500: ("internal", "Internal error"),
    503: ("unavailable", "Unavailable"),
}
ARGUMENTS = {
    errors.MethodNotAllowed: ["GET, HEAD"],
    errors.TooManyRequests: ["Wait.", 7],
}
CLASSES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, errors.ShopError) and "slug" in vars(kind)
]


def raised(shape):
    return shape(*ARGUMENTS.get(shape, ["Some detail."]))


def test_each_refusal_has_a_status_of_its_own():
    assert {shape.status: (shape.slug, shape.title) for shape in CLASSES} == BY_STATUS
    assert len(CLASSES) == len(BY_STATUS)


@pytest.mark.parametrize("shape", CLASSES)
def test_the_tree_in_the_docstring_names_each_refusal(shape):
    line = next(line for line in errors.__doc__.splitlines() if f" {shape.__name__} " in f" {line}")
    assert line.split()[-2:] == [str(shape.status), shape.slug]


@pytest.mark.parametrize("shape", CLASSES)
def test_a_refusal_is_rendered_as_problem_details(shape):
    problem = raised(shape).as_problem("/api/v1/x", "request-1")
    assert problem.pop("detail")
    assert problem.pop("errors", [{}])
    assert problem == {
        "type": f"urn:shop:problem:{shape.slug}",
        "title": shape.title,
        "status": shape.status,
        "instance": "/api/v1/x",
        "success": False,
        "request_id": "request-1",
    }


def test_a_refusal_without_detail_shows_its_title():
    assert errors.NotFound().as_problem("/", "r")["detail"] == "Not found"


def test_an_invalid_body_has_one_fault_if_none_are_listed():
    assert errors.Invalid("Wrong.", "/otp").more == {
        "errors": [{"pointer": "/otp", "detail": "Wrong."}]
    }
    assert errors.Invalid("Wrong.").more["errors"][0]["pointer"] == ""


def test_an_invalid_body_can_have_many_faults():
    faults = [{"pointer": "/a", "detail": "x"}, {"pointer": "/b", "detail": "y"}]
    assert errors.Invalid("Wrong.", errors=faults).as_problem("/", "r")["errors"] == faults


@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (errors.NotFound(), {}),
        (errors.Unauthenticated(), {"WWW-Authenticate": "Bearer"}),
        (errors.MethodNotAllowed("GET, PUT"), {"Allow": "GET, PUT"}),
        (errors.TooManyRequests("Wait.", 42), {"Retry-After": "42"}),
        (errors.Unavailable("Away."), {"Retry-After": "1"}),
        (errors.Unavailable("Away.", retry_after=9), {"Retry-After": "9"}),
    ],
)
def test_a_refusal_tells_the_client_what_to_do_in_its_headers(error, headers):
    assert error.headers == headers


@pytest.mark.parametrize(
    "kind",
    [
        errors.Malformed,
        errors.Unauthenticated,
        errors.Forbidden,
        errors.NotFound,
        errors.Conflict,
        errors.PreconditionFailed,
        errors.Invalid,
        errors.Unavailable,
    ],
)
def test_a_neighbours_refusal_is_the_same_refusal_here(kind):
    told = kind("Some detail.").as_problem("/internal/x", "request-1")
    here = errors.from_problem(told)
    assert type(here) is kind
    assert here.as_problem("/internal/x", "request-1") == told


def test_a_neighbours_faults_in_a_body_come_along():
    faults = [{"pointer": "/a", "detail": "x"}, {"pointer": "/b", "detail": "y"}]
    told = errors.Invalid("Wrong.", errors=faults).as_problem("/", "r")
    assert errors.from_problem(told).more == {"errors": faults}


@pytest.mark.parametrize("told", [{}, {"type": "urn:shop:problem:teapot"}, {"type": "about:blank"}])
def test_a_refusal_nobody_knows_is_an_internal_error(told):
    here = errors.from_problem({**told, "detail": "Odd."})
    assert type(here) is errors.ShopError
    assert (here.status, here.detail) == (500, "Odd.")


def test_an_absent_part_is_named():
    error = errors.Unavailable("Away.", dependencies={"database": "unreachable"})
    assert error.as_problem("/", "r")["dependencies"] == {"database": "unreachable"}
