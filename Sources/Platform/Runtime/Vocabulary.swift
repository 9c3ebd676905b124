// Whoever uses the runtime speaks the kernel's language: moments, rows, objections.
@_exported public import Kernel
