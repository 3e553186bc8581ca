"""Parts of `make_sample.py`: chance, names, companies, circles of people, and exports."""
