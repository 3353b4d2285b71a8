import { s3Links } from '../shared/cloud/presign.ts';
import { handleReports } from '../shared/stages/api-reports.ts';
import { apiTask } from './function.ts';

/** `GET /reports`, `GET /reports/{run}/{file}`. */
export const handler = apiTask((request, { store, bucket, place, s3Endpoint }) =>
  handleReports(request, {
    store,
    links: s3Links({ ...place, ...(s3Endpoint !== undefined && { endpoint: s3Endpoint }), bucket, prefix: '' }),
  }),
);
