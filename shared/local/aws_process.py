"""`python -m local.aws_process`: ministack, with its streams kept. local/aws.py starts it."""

import os

from ministack import app as ministack

from . import aws_state


def main():
    if os.environ.get("PERSIST_STATE") == "1":
        from ministack.services import dynamodb, lambda_svc  # hard work to import

        aws_state.keep_streams(ministack, dynamodb, lambda_svc)
    ministack.main()


if __name__ == "__main__":
    main()
