def pytest_addoption(parser):
    parser.addoption("--whole-course", action="store_true", help="what takes long as well")
