export { pointed } from '../../packages/service/src/story/pointed.ts'
