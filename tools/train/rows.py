import glob, pickle, sys
from pathlib import Path
from pharmagraph.read import read_bytes
from pharmagraph.extract.knowledge import load_knowledge
from pharmagraph.extract.naming import names_of
from pharmagraph.extract.proposal import Discourse, make_sentence
from pharmagraph.extract import _proposals, _remember
from pharmagraph.extract.reconcile import reconcile
from pharmagraph.evaluate import fold, read_gold
from pharmagraph.extract.judge.candidates import candidates
from pharmagraph.extract.judge import features as F
K=load_knowledge()
SKIP={'hasDosage','alternateName','brandName'}
INV={'increasesEffectOf','decreasesEffectOf'}
SYM=frozenset(r.name for r in K.vocabulary.relations.values() if r.symmetric)
RELS=[r for r in K.vocabulary.relations if r not in SKIP]+[r+'^' for r in sorted(INV)]
def forms(c, names):
    out={fold(c.phrase.text)}
    for t in K.grounder.kinds(c.phrase.text,c.phrase.head):
        e=K.grounder.entity(c.phrase.text,c.phrase.head,frozenset({t}),names)
        if e: out|={fold(e.text),fold(e.label)}
    return out
def doc(path,gold):
    mono=read_bytes(open(path,'rb').read(),Path(path).name).monograph
    names=names_of(mono,K); disc=Discourse(); lines=read_gold(gold); rows=[]
    own={fold(x) for x in [mono.title]}|set(names.keys)|{fold(o) for g in lines if g.relation in('alternateName','brandName') for o in g.object}
    for passage in mono.passages:
        disc.enter(passage.block)
        s=make_sentence(passage,names,K,disc)
        props=reconcile(_proposals(s),names.subject.id,SYM)
        quote=mono.raw[passage.start:passage.end]
        gl=[g for g in lines if g.quote and (g.quote.strip() in quote or quote.strip() in g.quote)]
        if not(s.kinds and s.kinds[0].silent) and passage.kind.name!='QUESTION' and s.tokens:
            S=F.of_sentence(s); places={}
            for c in candidates(s):
                key=(c.first,c.last)
                if key not in places: places[key]=(F.of_place(s,*key),F.verbs_of_place(s,*key))
                P,V=places[key]
                prop=set()
                for p in props:
                    for at,inv in((p.object_at,False),(p.subject_at,True)):
                        if at and at[0]<c.phrase.end and at[1]>c.phrase.start:
                            other=p.object if inv else p.subject
                            if other.id==names.subject.id:
                                if not inv: prop.add(p.relation)
                                elif p.relation in INV: prop.add(p.relation+'^')
                f=S+P+F.of_candidate(s,c,V,sorted(prop))
                fm=forms(c,names); labels={}; other={}
                for g in gl:
                    if g.relation in SKIP: continue
                    sub={fold(x) for x in g.subject}; obj={fold(x) for x in g.object}
                    if fm&obj and sub&own: labels[g.relation]=(g.modality.value,g.optional)
                    elif fm&obj: other[g.relation]=1
                    elif fm&sub and obj&own:
                        if g.relation in SYM: labels[g.relation]=(g.modality.value,g.optional)
                        elif g.relation in INV: labels[g.relation+'^']=(g.modality.value,g.optional)
                rows.append(dict(f=f,labels=labels,proposed=sorted(prop),text=c.phrase.text,quote=quote,doc=Path(path).stem))
        _remember(s,props)
    return rows
if __name__=='__main__':
    dev={};fresh={}
    for g in sorted(glob.glob('data/corpus/dev/gold/*.jsonl')):
        st=Path(g).stem; dev[st]=doc(Path(g).parent.parent/'monographs'/(st+'.md'),Path(g))
    dev['vitamin-k2-7']=doc('data/monographs/vitamin-k2-7.md',Path('data/gold/vitamin-k2-7.jsonl'))
    for g in sorted(glob.glob('data/corpus/fresh/gold/*.jsonl')):
        st=Path(g).stem; fresh[st]=doc('data/corpus/fresh/monographs/'+st+'.md',Path(g))
    pickle.dump(dev,open('dev.pkl','wb')); pickle.dump(fresh,open('fresh.pkl','wb'))
    print(len(dev),sum(map(len,dev.values())),len(fresh),sum(map(len,fresh.values())))
