"""Django over HTTP: the pages of the desk and of the public, and nothing that decides."""
