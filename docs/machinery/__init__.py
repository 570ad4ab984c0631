"""The code that builds and runs the course, whose text is in the folder above.

hooks        functions that MkDocs calls while it builds the site (mkdocs.yml)
tree         finds the same file in each stage
compare      compares two of them, line by line
features     pages that show them side by side
sources      pages for source files that the text links to
reference    the API reference page, generated from shared/openapi.yaml
serve        `make docs`
diff         `make diff FEATURE=orders FROM=1 TO=2`
branches     `make branches`
exercise     `make exercise N=4.1`, and grade: `make grade N=4.1`
"""
