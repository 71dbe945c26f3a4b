def nothing(request, **k): pass
