"""<room>/<feature>/<role>.py: the same features and the same roles in every stage."""

from .house import (
    BESIDE_SERVICES,
    EXTRAS,
    FEATURES,
    OF_A_SERVICE,
    ROLES,
    ROOMS,
    SERVICES,
    belongs_to_a_service,
    in_features,
    place,
    python_files,
    stages,
)

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def strangers(files):
    return [
        f"{path}: no role of the plan"
        for path, feature, name in in_features(files)
        if name not in ROLES and (feature, name) not in EXTRAS
        if not belongs_to_a_service(path, feature, name)
    ]


def beside_the_services(files):
    """Folders of the room, and files that are in none of them."""
    return {place(path)[1][0] for path in files if place(path)[0] == SERVICES} - set(FEATURES)


def missing(files):
    """A stage has all features, each with its routes and a store or what stands for it."""
    begun = {place(path)[0] for path in files} - {None}
    there = {(place(path)[0], feature) for path, feature, _ in in_features(files)}
    return [
        f"{room}/{feature}: missing"
        for room in sorted(begun)
        for feature in FEATURES
        if (room, feature) not in there
    ]


def empty_names(files):
    return [
        path
        for path in files
        if NAMES_THAT_SAY_NOTHING & {part.strip("_") for part in path[:-3].lower().split("/")}
    ]


def test_a_feature_has_only_roles_of_the_plan():
    assert strangers(python_files()) == []


def test_a_file_that_is_no_role_is_found():
    for room in ROOMS:
        assert strangers({f"{room}/cart/models.py": "", f"{room}/cart/store.py": ""}) == [
            f"{room}/cart/models.py: no role of the plan"
        ]


def test_each_extra_is_there_and_has_a_reason():
    there = {(feature, name) for _, feature, name in in_features(python_files())}
    assert set(EXTRAS) <= there
    assert all(role in ROLES and reason for role, reason in EXTRAS.values())


def test_what_makes_a_service_is_in_the_stage_of_services_only():
    for name in ("app", "worker", "migrations/0001_first_tables"):
        assert strangers({f"{SERVICES}/cart/{name}.py": ""}) == []
        assert len(strangers({f"stage1-monolith/shop/cart/{name}.py": ""})) == 1
    assert strangers({f"{SERVICES}/accounts/commands.py": ""}) == []
    assert len(strangers({f"{SERVICES}/cart/commands.py": ""})) == 1


def test_each_thing_that_makes_a_service_is_there_and_has_a_reason():
    found = {
        name
        for path, feature, file in in_features(python_files())
        for name in (file.split("/")[0], f"{feature}/{file}")
        if place(path)[0] == SERVICES
    }
    assert set(OF_A_SERVICE) <= found
    assert all(OF_A_SERVICE.values())


def test_beside_the_services_is_what_the_plan_says():
    assert beside_the_services(python_files()) == set(BESIDE_SERVICES)
    assert all(BESIDE_SERVICES.values())


def test_a_folder_beside_the_services_is_found():
    files = {
        f"{SERVICES}/shared/db.py": "",
        f"{SERVICES}/tools.py": "",
        f"{SERVICES}/cart/x.py": "",
    }
    assert beside_the_services(files) == {"shared", "tools"}


def test_a_stage_has_all_features():
    assert missing(stages(python_files())) == []


def test_a_missing_feature_is_found():
    room = "stage1-monolith/shop"
    files = {f"{room}/{feature}/routes.py": "" for feature in FEATURES if feature != "cart"}
    assert missing(files) == [f"{room}/cart: missing"]


def test_no_module_has_a_name_that_says_nothing():
    assert empty_names(python_files()) == []


def test_a_name_that_says_nothing_is_found():
    for path in ("shared/utils.py", "stage1-monolith/shop/common/x.py", "tests/_helpers.py"):
        assert empty_names({path: ""}) == [path]
    assert empty_names({"shared/community.py": ""}) == []
