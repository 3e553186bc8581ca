"""What `make_sample.py` is made of: chance, names, companies, circles of people, and exports."""
