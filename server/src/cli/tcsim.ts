/**
 * What starts the command. Nearly a third of a short run would be spent on compiling it: Node keeps what it has compiled
 * in a folder for temporary files and takes it from there the next time, from 22.1 on and where it may write.
 * `NODE_DISABLE_COMPILE_CACHE=1` forbids it.
 */
import module from 'node:module';

module.enableCompileCache?.();
await import('./main.ts');
