"""The one address of this peer."""

from django.urls import path

from benches.peers.django_orm import views

urlpatterns = [path("v1/interactions/<uuid:interaction_id>/complete", views.complete)]
