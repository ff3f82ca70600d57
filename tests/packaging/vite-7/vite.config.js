export default {
  optimizeDeps: { exclude: ['idsnap'] },
  server: { proxy: { '/api/idsnap': process.env.PROXY } },
};
