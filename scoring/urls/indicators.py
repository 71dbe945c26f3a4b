"""Addresses of indicators, weekly reports and quarterly figures; included by scoring.urls."""

from django.urls import path

from scoring.views.indicators import delays, desk, goals, quarter, tasks, weekly

urlpatterns = [
    path("desk/indicators/", desk.desk, name="indicators"),
    path("desk/indicators/tasks/", tasks.task_list, name="tasks"),
    path("desk/indicators/tasks/<int:pk>/", tasks.task, name="task"),
    path("desk/indicators/tasks/<int:pk>/<slug:deed>/", tasks.task_deed, name="task_deed"),
    path("desk/indicators/review/", desk.review, name="goal_review"),
    path("desk/indicators/delays/", delays.delay_list, name="delays"),
    path("desk/indicators/delays/<int:pk>/", delays.delay, name="delay"),
    path("desk/indicators/delays/<int:pk>/paper/", delays.delay_paper, name="delay_paper"),
    path("desk/indicators/delays/<int:pk>/<slug:deed>/", delays.delay_deed, name="delay_deed"),
    path("desk/indicators/goals/", goals.goal_list, name="goals"),
    path("desk/indicators/goals/new/", goals.new_goal, name="new_goal"),
    path("desk/indicators/goals/pattern/<slug:kind>/", goals.goal_pattern, name="goal_pattern"),
    path("desk/indicators/goals/<int:pk>/", goals.goal, name="goal"),
    path("desk/indicators/goals/<int:pk>/import/<slug:kind>/", goals.goal_import, name="goal_import"),
    path("desk/indicators/goals/<int:pk>/<slug:deed>/", goals.goal_deed, name="goal_deed"),
    path("desk/indicators/units/", desk.units, name="goal_units"),
    path("desk/indicators/units/<slug:code>/", desk.unit, name="goal_unit"),
    path("desk/indicators/people/<int:pk>/", desk.person, name="goal_person"),
    path("desk/indicators/quarter/", quarter.quarter, name="quarter"),
    path("desk/weekly/", weekly.weekly_list, name="weeklies"),
    path("desk/weekly/new/", weekly.new_weekly, name="new_weekly"),
    path("desk/weekly/<int:pk>/", weekly.weekly, name="weekly"),
    path("desk/weekly/<int:pk>/<slug:deed>/", weekly.weekly_deed, name="weekly_deed"),
    path("desk/weekly/months/<int:pk>/", weekly.summary, name="summary"),
    path("desk/weekly/months/<int:pk>/<slug:deed>/", weekly.summary_deed, name="summary_deed"),
    path("bulletins/", weekly.bulletins, name="bulletins"),
    path("bulletins/<int:pk>/", weekly.bulletin, name="bulletin"),
]
