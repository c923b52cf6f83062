// outcome: CpuLimitExceeded
// limits: wallMs=10000 cpuMs=300
#include <pthread.h>

static void *spin(void *unused)
{
    for (volatile long n = 0;; n++)
        ;
    return unused;
}

int main(void)
{
    pthread_t thread;
    for (int i = 0; i < 4; i++)
        pthread_create(&thread, 0, spin, 0);
    spin(0);
}
