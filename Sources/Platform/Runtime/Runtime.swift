// Platform/Runtime
