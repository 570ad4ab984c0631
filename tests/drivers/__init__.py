"""How each stage starts and stops, for tests: the only code of the tests that knows.

from tests.drivers import stage1
with stage1.running(data=tmp_path) as stage:
    requests.get(f"{stage.url}/health")
    stage.kill("shop")
    stage.wait_ready("shop")
"""
