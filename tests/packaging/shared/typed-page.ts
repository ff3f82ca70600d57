import { createClient, isIdSnapError, prepareImage } from 'idsnap';
import type { Warning } from 'idsnap';
import 'idsnap/capture';

export async function send(file: File, told: (warning: Warning) => void): Promise<string> {
  const { width } = await prepareImage(file, { limits: 'zoloz' });
  const client = createClient({ endpoint: '/api/idsnap', onWarning: told });
  try {
    const { documents } = await client.cvs.card({ image: file });
    return documents[0]?.surname?.value ?? String(width);
  } catch (error) {
    if (!isIdSnapError(error)) throw error;
    const code: string | undefined = error.proxyCode;
    return code ?? error.advice;
  }
}
