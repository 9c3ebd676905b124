import Server
print("yigong")
