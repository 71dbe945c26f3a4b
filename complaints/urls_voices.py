"""Addresses of what is public of orders, and of the desks of publication, knowledge and figures."""

from django.urls import path

from complaints import converters  # noqa: F401 -- registers <ordernumber:…>
from complaints.views import desk_figures, desk_knowledge, desk_proofs, desk_voices, voices

urlpatterns = [
    path("voices/", voices.voices, name="voices"),
    path("voices/<int:pk>/", voices.voice, name="voice"),
    path("voices/ranking/", voices.ranking, name="ranking"),
    path("voices/knowledge/", voices.articles, name="articles"),
    path("voices/knowledge/<int:pk>/", voices.article, name="article"),
    path("voices/knowledge/<int:pk>/vote/", voices.vote, name="vote"),
    path("desk/publications/", desk_voices.publications, name="publications"),
    path("desk/publications/<int:pk>/", desk_voices.publication, name="publication"),
    path("desk/publications/<int:pk>/<slug:deed>/", desk_voices.publication_deed, name="publication_deed"),
    path("desk/publications/of/<ordernumber:number>/", desk_voices.propose, name="propose_publication"),
    path("desk/knowledge/", desk_knowledge.articles, name="desk_articles"),
    path("desk/knowledge/new/", desk_knowledge.new, name="new_article"),
    path("desk/knowledge/from/<int:pk>/", desk_knowledge.new, name="article_from"),
    path("desk/knowledge/<int:pk>/", desk_knowledge.article, name="desk_article"),
    path("desk/knowledge/<int:pk>/<slug:deed>/", desk_knowledge.deed, name="article_deed"),
    path("desk/proofs/<ordernumber:number>/", desk_proofs.proof, name="proof"),
    path("desk/order-figures/", desk_figures.table, name="figures"),
    path("desk/order-figures/behind/", desk_figures.behind, name="behind"),
    path("desk/order-figures/month/", desk_figures.assessment, name="assessment"),
    path("desk/order-figures/heat/", desk_figures.heat, name="heat"),
]
