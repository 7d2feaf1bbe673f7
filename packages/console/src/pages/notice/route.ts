import { operators } from '../../roles.ts'
import { isLanguage } from '../../words/languages.ts'
import { wordsOf } from '../../words/say.ts'
import { noticePath } from '../addresses.ts'
import { attentionCount } from '../attention-count.ts'
import type { Route } from '../route.ts'
import { noticeOf } from './model.ts'
import { noNotice, noticePage } from './page.ts'

export const notice: Route = {
  page: 'attention',
  title: 'notice.title',
  path: noticePath,
  may: operators,
  read: async (reading) => {
    const { host, deployment, query, say } = reading
    const number = query.get('number') ?? ''
    const [items, attention] = await Promise.all([
      number === '' ? [] : host.ledger.find(deployment.name, number),
      attentionCount(reading),
    ])
    const due = noticeOf(items, number)
    if (due === null) return { content: noNotice(reading), attention }
    const wanted = query.get('in') ?? ''
    const words = isLanguage(wanted) ? wordsOf(wanted, deployment.words[wanted]) : say
    return { content: noticePage(due, number, reading, words), attention }
  },
}
