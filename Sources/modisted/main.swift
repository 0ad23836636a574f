print("modisted")
