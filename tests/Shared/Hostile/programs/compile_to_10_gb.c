// outcome: CompilationFailed
// limits: wallMs=5000
char hog[10L << 30] = {1};
int main(void) { return hog[1]; }
