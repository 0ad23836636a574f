print("modiste")
