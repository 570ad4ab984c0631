"""The hosts of stage 3's functions: processes of the local AWS, one for each running function."""

import psutil

from local.shapes import Run

PATIENCE = 5  # seconds until they have ended


def end(run: Run) -> int:
    """End them all, as a cloud ends idle ones. Returns how many there were. LookupError if there is
    no local AWS."""
    try:
        hosts = psutil.Process(run["parts"]["aws"]["pid"]).children(recursive=True)
    except (KeyError, psutil.Error):
        raise LookupError("No functions run here.") from None
    for host in hosts:
        try:
            host.kill()
        except psutil.NoSuchProcess:
            continue
    psutil.wait_procs(hosts, timeout=PATIENCE)
    return len(hosts)
