// outcome: CompilationFailed
// limits: wallMs=5000
#include "/dev/zero"
int main(void) { return 0; }
