// The library's code is all in its static parts; CMake wants a source of its own, in C++ so that the
// C++ linker is used.
