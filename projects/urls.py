"""Addresses of projects: the desks, and what everybody may read."""

from django.urls import path

from projects.views import desk, imports, nodes, projects, public, reporting, reports

app_name = "projects"
urlpatterns = [
    path("desk/projects/", desk.desk, name="desk"),
    path("desk/projects/all/", desk.projects, name="projects"),
    path("desk/projects/new/", projects.enter, name="new"),
    path("desk/projects/plans/", projects.plans, name="plans"),
    path("desk/projects/p/<slug:code>/", projects.project, name="project"),
    path("desk/projects/p/<slug:code>/facts/", projects.amend, name="amend"),
    path("desk/projects/p/<slug:code>/plan/", projects.plan, name="plan"),
    path("desk/projects/p/<slug:code>/<slug:deed>/", projects.project_deed, name="project_deed"),
    path("desk/projects/nodes/", desk.nodes, name="nodes"),
    path("desk/projects/nodes/<int:pk>/", nodes.node, name="node"),
    path("desk/projects/nodes/<int:pk>/<slug:deed>/", nodes.node_deed, name="node_deed"),
    path("desk/projects/changes/", desk.changes, name="changes"),
    path("desk/projects/reports/", desk.reports, name="reports"),
    path("desk/projects/reports/<int:pk>/", reports.report, name="report"),
    path("desk/projects/reports/<int:pk>/<slug:deed>/", reports.report_deed, name="report_deed"),
    path("desk/projects/problems/", desk.problems, name="problems"),
    path("desk/projects/problems/<int:pk>/", reports.problem, name="problem"),
    path("desk/projects/problems/<int:pk>/<slug:deed>/", reports.problem_deed, name="problem_deed"),
    path("desk/projects/followups/", desk.followups, name="followups"),
    path("desk/projects/figures/", reporting.figures, name="figures"),
    path("desk/projects/paper/", reporting.paper, name="paper"),
    path("desk/projects/import/<slug:kind>/", imports.read_in, name="import"),
    path("desk/projects/import/<slug:kind>/pattern/", imports.pattern, name="pattern"),
    path("projects/", public.projects, name="public"),
    path("projects/photos/<uuid:token>/", public.photo, name="photo"),
    path("projects/<slug:code>/", public.project, name="public_project"),
]
