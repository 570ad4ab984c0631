r"""inventory.proto, and what is generated from it. After a change, in the variant's copy:

cd stage2-services
../.venv/bin/python -m grpc_tools.protoc -I . --python_out=. --pyi_out=. --grpc_python_out=. \
    rpc/inventory.proto

-I names the folder that Python imports from. From within rpc/, the generated code would import its
neighbor as a top-level module.
"""
