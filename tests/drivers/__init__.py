"""Starts and stops each stage for tests. No other test code depends on how a stage is run.

from tests.drivers import stage1
with stage1.running(data=tmp_path) as stage:
    requests.get(f"{stage.url}/health")
    stage.kill("shop")
    stage.wait_ready("shop")
"""
