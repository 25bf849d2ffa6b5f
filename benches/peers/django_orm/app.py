"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benches.peers.django_orm.conf"
application = get_wsgi_application()
