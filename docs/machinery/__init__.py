"""The course's machinery. The text is beside this folder; all of it is built and run by these.

hooks        what MkDocs calls while it builds the site (mkdocs.yml)
tree         where the same file of each stage is
compare      what two of them have in common
features     the pages that show them side by side
sources      the pages that links out of docs/ lead to
reference    the API's page, made of shared/openapi.yaml
serve        `make docs`
diff         `make diff FEATURE=orders FROM=1 TO=2`
branches     `make branches`
exercise     `make exercise N=4.1`, and grade: `make grade N=4.1`
"""
